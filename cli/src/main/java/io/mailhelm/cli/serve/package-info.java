/**
 * {@code mailhelm serve}: gather what the folder declares, compile it, apply it to the running
 * server, report.
 */
package io.mailhelm.cli.serve;
