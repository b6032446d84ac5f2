package io.mailhelm.dns.expect;

import io.mailhelm.config.Domain;
import io.mailhelm.config.DomainDns.MtaSts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * Writes the MTA-STS policy of a domain, as its web host serves it, and the id that announces it.
 */
public final class StsPolicyText {
  /** Where the policy is, below {@code https://mta-sts.<domain>} (RFC 8461 §3.3). */
  public static final String PATH = "/.well-known/mta-sts.txt";

  /** RFC 8461 §3.1 allows 32 letters and digits; this many tell any two policies apart. */
  private static final int ID_LENGTH = 20;

  private static final long MAX_AGE = 31_557_600; // RFC 8461 §3.2: a year

  private StsPolicyText() {}

  /**
   * The policy (RFC 8461 §3.2): lines that end in CRLF, in ASCII.
   *
   * @return empty where the domain has none (mode {@code None})
   */
  public static Optional<String> policy(Domain domain) {
    var sts = domain.dns().mtaSts();
    if (sts.mode() == MtaSts.Mode.None) {
      return Optional.empty();
    }
    return Optional.of(
        "version: STSv1\r\nmode: %s\r\nmx: %s\r\nmax_age: %d\r\n"
            .formatted(
                sts.mode().name().toLowerCase(Locale.ROOT),
                domain.hostname(),
                Math.clamp(sts.maxAge().toSeconds(), 0, MAX_AGE)));
  }

  /**
   * The {@code id=} of the TXT record at {@code _mta-sts} (RFC 8461 §3.1). It is the same for the
   * same policy and changes with it, so that senders who have cached the old one fetch it anew.
   *
   * @return letters and digits; empty where the domain has no policy
   */
  public static Optional<String> id(Domain domain) {
    return policy(domain).map(StsPolicyText::digest);
  }

  private static String digest(String policy) {
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(policy.getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(hash).substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
