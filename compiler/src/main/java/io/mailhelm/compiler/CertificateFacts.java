package io.mailhelm.compiler;

import java.time.Instant;

/**
 * What a status says of a certificate.
 *
 * @param issuer distinguished name of who issued it
 * @param notAfter when it ends
 * @param fingerprint SHA-256 of its DER form, in hex
 * @param selfSigned whether its own key signed it
 */
public record CertificateFacts(
    String issuer, Instant notAfter, String fingerprint, boolean selfSigned) {}
