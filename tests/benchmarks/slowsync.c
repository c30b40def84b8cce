/* Delays fdatasync, so that a disk whose flush costs next to nothing behaves like one that has to write.
 *
 * Preloaded into a PostgreSQL server (LD_PRELOAD), which flushes its write-ahead log by fdatasync on Linux. The delay is
 * SLOWSYNC_US microseconds, waited after the real flush. Nothing else is changed: fsync, which initdb and checkpoints
 * use, is as it was.
 *
 *     cc -shared -fPIC -O2 -o slowsync.so slowsync.c -ldl
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdlib.h>
#include <time.h>

int fdatasync(int fd)
{
    static int (*flush)(int);
    static long microseconds = -1;
    if (!flush)
        flush = (int (*)(int)) dlsym(RTLD_NEXT, "fdatasync");
    if (microseconds < 0) {
        const char *said = getenv("SLOWSYNC_US");
        microseconds = said ? atol(said) : 0;
    }
    int result = flush(fd);
    struct timespec wait = {microseconds / 1000000, microseconds % 1000000 * 1000};
    while (nanosleep(&wait, &wait) != 0)
        ;
    return result;
}
