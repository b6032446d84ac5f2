/**
 * Goes through the parts of a message (RFC 2045–2047, 2231) without trusting them: as a stream,
 * with a bound on everything that is kept.
 */
package io.mailhelm.smtp.mime;
