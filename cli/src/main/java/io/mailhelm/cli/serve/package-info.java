/**
 * Serves a folder ({@code mailhelm serve}): gathers what it declares, compiles it, applies it to
 * the running server, and reports.
 */
package io.mailhelm.cli.serve;
