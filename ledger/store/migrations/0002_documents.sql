-- Exhibits: the bytes of letters, minutes and pictures, kept under their SHA-256 and never changed.
--
-- A document comes in as one row here and its bytes in chunks, in one transaction. When that transaction ends the
-- whole is read back and hashed: a document that is cut short, altered or out of order is never visible to anybody.
--
-- Errors:  CT011  the bytes are not what was announced       CT012  a chunk for no document, or for a whole one

create table {schema}.documents (
    sha256      bytea primary key check (octet_length(sha256) = 32),
    size        bigint not null check (size between 1 and 25000000),    -- bytes
    media_type  text not null check (media_type ~ '^[a-z0-9][a-z0-9!#$&^_.+-]*/[a-z0-9][a-z0-9!#$&^_.+-]*$' and length(media_type) <= 127),
    filed_at    timestamptz not null default clock_timestamp()
);

create table {schema}.chunks (
    sha256      bytea not null references {schema}.documents (sha256),
    number      int not null check (number >= 0),                       -- 0, 1, 2 without a gap
    bytes       bytea not null check (octet_length(bytes) between 1 and 1048576),
    primary key (sha256, number)
);
alter table {schema}.chunks alter column bytes set storage external;    -- most are compressed already

-- Announces a document. True: it is new, and its chunks must follow in this transaction. False: it is filed already,
-- under whatever media type it was filed with first. Waits for another transaction that is filing the same one.
create function {schema}.file_document(p_sha256 bytea, p_size bigint, p_media_type text) returns boolean
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
begin
    insert into documents (sha256, size, media_type) values (p_sha256, p_size, p_media_type) on conflict do nothing;
    return found;
end $$;

-- The next bytes of a document announced in this transaction. A whole document takes no more: it has its size.
create function {schema}.file_chunk(p_sha256 bytea, p_bytes bytea) returns void
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_size   bigint;
    v_so_far bigint;
    v_number int;
begin
    select size into v_size from documents where sha256 = p_sha256;
    select coalesce(sum(octet_length(bytes)), 0), count(*) into v_so_far, v_number from chunks where sha256 = p_sha256;
    if v_size is null or v_so_far + octet_length(p_bytes) > v_size then
        raise exception 'no document % waits for % more bytes', encode(p_sha256, 'hex'), octet_length(p_bytes)
            using errcode = 'CT012';
    end if;
    insert into chunks (sha256, number, bytes) values (p_sha256, v_number, p_bytes);
end $$;

create function {schema}.document_is_whole() returns trigger
language plpgsql security definer set search_path = pg_catalog, {schema}, pg_temp as $$
declare
    v_bytes bytea;
begin
    select string_agg(bytes, ''::bytea order by number) into v_bytes from chunks where sha256 = new.sha256;
    if octet_length(v_bytes) is distinct from new.size or sha256(v_bytes) is distinct from new.sha256 then
        raise exception 'the bytes of document % are not those announced', encode(new.sha256, 'hex')
            using errcode = 'CT011', hint = 'Nothing was filed. Send the document again.';
    end if;
    return null;
end $$;

create constraint trigger documents_whole after insert on {schema}.documents
    deferrable initially deferred for each row execute function {schema}.document_is_whole();
create trigger documents_stay before update or delete on {schema}.documents for each row execute function {schema}.refuse_change();
create trigger documents_kept before truncate on {schema}.documents execute function {schema}.refuse_change();
create trigger chunks_stay before update or delete on {schema}.chunks for each row execute function {schema}.refuse_change();
create trigger chunks_kept before truncate on {schema}.chunks execute function {schema}.refuse_change();
alter table {schema}.documents
    enable always trigger documents_whole, enable always trigger documents_stay, enable always trigger documents_kept;
alter table {schema}.chunks enable always trigger chunks_stay, enable always trigger chunks_kept;

revoke all on {schema}.documents, {schema}.chunks from public;
revoke all on function {schema}.file_document, {schema}.file_chunk, {schema}.document_is_whole from public;
grant select on {schema}.documents, {schema}.chunks to {app};
grant select on {schema}.documents to {projector};
grant execute on function {schema}.file_document, {schema}.file_chunk to {app};
