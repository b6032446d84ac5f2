/**
 * Signs what leaves (DKIM: RFC 6376, RFC 8463), and makes of a stored message what goes on the
 * wire. Knows keys by the domain they sign for; reads no file, looks nothing up.
 */
package io.mailhelm.smtp.sign;
