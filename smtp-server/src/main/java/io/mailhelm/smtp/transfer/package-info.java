/**
 * Applies content transfer encodings (RFC 2045 §6) to a message for a server that takes 7-bit
 * octets only. Streams; knows no store, no key and no socket.
 */
package io.mailhelm.smtp.transfer;
