/**
 * Signs outgoing mail (DKIM: RFC 6376, RFC 8463), and makes the octets to send from a stored
 * message. Knows keys by the domain they sign for; reads no file, looks nothing up.
 */
package io.mailhelm.smtp.sign;
