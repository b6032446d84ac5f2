/**
 * What the DNS says, and what to write there (3000): the report of a domain, generators of records,
 * what is published. It judges with the code that judges for the statuses.
 */
package io.mailhelm.smtp.api.dns;
