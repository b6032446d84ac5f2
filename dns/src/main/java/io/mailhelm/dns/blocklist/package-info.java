/** DNS block lists (RFC 5782): what they say, and when they say nothing. */
package io.mailhelm.dns.blocklist;
