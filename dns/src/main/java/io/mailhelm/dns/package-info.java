/**
 * Look-ups in the DNS (RFC 1035), with DNSSEC (RFC 4035) where an answer must not be forged. Values
 * in, values out; the machine's own resolver library is never asked.
 */
package io.mailhelm.dns;
