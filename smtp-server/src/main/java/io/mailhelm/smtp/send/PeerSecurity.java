package io.mailhelm.smtp.send;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The TLS of a connection to another server, and whether it is enough.
 *
 * @param text for the history of attempts, such as {@code TLSv1.3 verified (DANE)} or {@code none:
 *     not offered}
 * @param isTls whether anything does
 * @param fault why it is not known who is at the other end
 * @param isEnough whether it is what was asked
 */
record PeerSecurity(String text, boolean isTls, Optional<TlsFault> fault, boolean isEnough) {
  static PeerSecurity none(String why) {
    return new PeerSecurity("none: " + why, false, Optional.empty(), true);
  }

  /** Whether it is known who is at the other end. */
  boolean isVerified() {
    return isTls && fault.isEmpty();
  }

  /** Judges the result of a handshake. */
  static PeerSecurity judge(
      TlsClient tls, ServerAddress target, String protocol, X509Certificate[] chain) {
    return switch (target.demand()) {
      case TlsDemand.Opportunistic() -> noted(tls, target, protocol, chain);
      case TlsDemand.Encrypted() -> noted(tls, target, protocol, chain);
      case TlsDemand.Verified(var names, var by) ->
          asked(protocol, "verified (" + by + ")", tls.verify(chain, names));
      case TlsDemand.Dane(var associations, var names) ->
          asked(protocol, "verified (DANE)", Dane.verify(associations, chain, names));
    };
  }

  private static PeerSecurity asked(String protocol, String how, Optional<TlsFault> fault) {
    return new PeerSecurity(protocol + " " + how, true, fault, fault.isEmpty());
  }

  /** Nothing requires it, but the history says whether the certificate would have been valid. */
  private static PeerSecurity noted(
      TlsClient tls, ServerAddress target, String protocol, X509Certificate[] chain) {
    var fault = tls.verify(chain, List.of(target.host()));
    var how = fault.map(found -> " unverified: " + found.text()).orElse(" verified");
    return new PeerSecurity(protocol + how, true, fault, true);
  }

  /** The party that requires more, as a clause. */
  static String asks(ServerAddress target) {
    return switch (target.demand()) {
      case TlsDemand.Opportunistic() -> "nobody asks for more";
      case TlsDemand.Verified(var names, var by) -> by + " asks for TLS with a valid certificate";
      case TlsDemand.Encrypted() -> "its DNS (TLSA) asks for TLS";
      case TlsDemand.Dane(var associations, var names) ->
          "its DNS (TLSA) asks for TLS with its certificate";
    };
  }
}
