/**
 * Content transfer encodings (RFC 2045 §6) of a message that goes to a server that takes 7-bit
 * octets only. Streams; knows no store, no key and no socket.
 */
package io.mailhelm.smtp.transfer;
