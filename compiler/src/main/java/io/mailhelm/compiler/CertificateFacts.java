package io.mailhelm.compiler;

import java.time.Instant;

/**
 * Facts about a certificate for a status.
 *
 * @param issuer distinguished name of its issuer
 * @param notAfter when it expires
 * @param fingerprint SHA-256 of its DER form, in hex
 * @param selfSigned whether its own key signed it
 */
public record CertificateFacts(
    String issuer, Instant notAfter, String fingerprint, boolean selfSigned) {}
