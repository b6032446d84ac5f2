package io.mailhelm.smtp.wire;

import java.net.InetAddress;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** Matches the names in a certificate (RFC 6125 §6.4; subjectAltName alone, RFC 9525 §2). */
public final class CertificateNames {
  private static final Integer DNS = 2; // RFC 5280 §4.2.1.6
  private static final Integer ADDRESS = 7;

  private CertificateNames() {}

  /** Whether it is for one of {@code names}, host names or addresses. */
  public static boolean matches(X509Certificate certificate, List<String> names) {
    return alternatives(certificate).stream()
        .anyMatch(entry -> names.stream().anyMatch(name -> matches(entry, name)));
  }

  private static boolean matches(List<?> entry, String name) {
    if (!(entry.get(1) instanceof String presented)) {
      return false;
    }
    if (DNS.equals(entry.getFirst())) {
      return matchesName(presented.toLowerCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
    }
    return ADDRESS.equals(entry.getFirst()) && sameAddress(presented, name);
  }

  /** A star stands for the whole first label (RFC 6125 §6.4.3). */
  public static boolean matchesName(String pattern, String name) {
    if (!pattern.startsWith("*.")) {
      return pattern.equals(name);
    }
    int dot = name.indexOf('.');
    return dot > 0 && name.substring(dot).equals(pattern.substring(1));
  }

  private static boolean sameAddress(String presented, String name) {
    try {
      return InetAddress.ofLiteral(presented).equals(InetAddress.ofLiteral(name));
    } catch (IllegalArgumentException e) {
      return false; // a name, not an address
    }
  }

  /** For people. */
  public static String of(X509Certificate certificate) {
    var names = alternatives(certificate).stream().map(entry -> entry.get(1).toString()).toList();
    return names.isEmpty() ? "no name (subjectAltName)" : String.join(", ", names);
  }

  private static Collection<List<?>> alternatives(X509Certificate certificate) {
    try {
      var names = certificate.getSubjectAlternativeNames();
      return names == null ? List.of() : names;
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
