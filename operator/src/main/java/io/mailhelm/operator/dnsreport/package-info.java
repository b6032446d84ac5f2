/** Looks at what the DNS says of every domain that is watched, again and again, and keeps it. */
package io.mailhelm.operator.dnsreport;
