/**
 * The life of signing keys: pending until their record is seen everywhere, active, retiring,
 * retired, removed. The plan is pure; asking name servers is not.
 */
package io.mailhelm.dns.rotation;
