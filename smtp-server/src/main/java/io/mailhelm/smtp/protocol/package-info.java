/**
 * SMTP as values, without I/O: commands, paths, parameters, replies (RFC 5321, 6531, 1870, 3030,
 * 3461, 2034). Pure: no socket, clock, file or logger.
 */
package io.mailhelm.smtp.protocol;
