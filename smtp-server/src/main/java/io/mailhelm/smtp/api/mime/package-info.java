/**
 * Opens stored messages (RFC 5322, 2045–2047, 2231) without trusting them: as a stream, with a
 * bound on everything that is kept. What is malformed is shown as text, never an error.
 */
package io.mailhelm.smtp.api.mime;
