/**
 * The DNS part of the mail API (3000): the report of a domain, generators of records, published
 * records. It judges with the same code as the statuses.
 */
package io.mailhelm.smtp.api.dns;
