/**
 * The configuration of a server: immutable records, with one canonical, versioned, sorted JSON form
 * and its SHA-256.
 *
 * <p>Depends on nothing of ours and touches no clock, file or socket. Passwords never occur here,
 * only their SCRAM verifiers (RFC 5802); private keys and logins at relays occur only in {@link
 * io.mailhelm.config.KeyPem} and {@link io.mailhelm.config.RelayCredential}, which are in key
 * shards.
 */
package io.mailhelm.config;
