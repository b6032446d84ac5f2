/** Compares the DNS records of a domain with the expected ones, in meaning and not in text. */
package io.mailhelm.dns.inspect;
