/**
 * What the DNS should say of a domain, what it says, and how the two compare in meaning, not in
 * text.
 */
package io.mailhelm.dns.inspect;
