/** The Sender Policy Framework (RFC 7208), evaluated. */
package io.mailhelm.dns.spf;
