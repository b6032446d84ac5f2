/**
 * Moves octets over connections, in clear or under TLS (RFC 8446), for clients and towards other
 * servers. It knows nothing of SMTP.
 */
package io.mailhelm.smtp.wire;
