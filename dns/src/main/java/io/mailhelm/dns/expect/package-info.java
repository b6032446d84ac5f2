/**
 * What the DNS should say of a domain, from its config alone. Pure: nothing here asks anybody, and
 * equal domains give equal records.
 */
package io.mailhelm.dns.expect;
