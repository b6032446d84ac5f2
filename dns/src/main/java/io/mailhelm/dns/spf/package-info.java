/** Reads and evaluates records of the Sender Policy Framework (RFC 7208). */
package io.mailhelm.dns.spf;
