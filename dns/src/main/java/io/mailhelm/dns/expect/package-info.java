/**
 * The records that the DNS should have for a domain, from its config alone. Pure: nothing here asks
 * the network, and equal domains give equal records.
 */
package io.mailhelm.dns.expect;
