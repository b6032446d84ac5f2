/**
 * The life of signing keys: pending until the world sees their record, active, retiring, retired,
 * gone. The plan is pure; who is asked is not.
 */
package io.mailhelm.dns.rotation;
