/**
 * {@code mailhelm serve}: gather what the folder declares, compile it, apply it to the running
 * server, report. The place where the engine is put together.
 */
package io.mailhelm.cli.serve;
