// Starts GOV.UK Frontend's own script. Every page works without it.
import { initAll } from './vendor/govuk-frontend.min.js'
initAll()
