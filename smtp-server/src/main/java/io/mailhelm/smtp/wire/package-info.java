/**
 * Moves octets, in clear or under TLS (RFC 8446), for those who call us and for those we call. It
 * knows nothing of SMTP.
 */
package io.mailhelm.smtp.wire;
