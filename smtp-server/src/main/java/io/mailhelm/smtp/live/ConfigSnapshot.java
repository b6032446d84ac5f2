package io.mailhelm.smtp.live;

import io.mailhelm.config.ServerConfig;
import io.mailhelm.smtp.sign.Signers;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * A config that runs, with all that is derived from it.
 *
 * @param config what was declared
 * @param hash of its document
 * @param loadedAt when it was swapped in
 * @param directory the config, indexed
 * @param certificates its TLS keys, ready to use
 * @param signers its DKIM keys, ready to use
 * @param trusted the certificate authorities that it trusts besides those of the Java platform
 */
public record ConfigSnapshot(
    ServerConfig config,
    String hash,
    Instant loadedAt,
    Directory directory,
    TlsIdentities certificates,
    Signers signers,
    List<X509Certificate> trusted) {}
