package io.mailhelm.smtp.send;

import io.mailhelm.smtp.send.TlsOutcomes.Result;
import io.mailhelm.smtp.wire.CertificateNames;
import io.mailhelm.smtp.wire.TlsAlgorithms;
import io.mailhelm.smtp.wire.TlsTransport;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Makes TLS engines for connections to other servers, and verifies certificates. The handshake
 * takes any certificate, which is judged afterwards, each time, also when a session is resumed: the
 * certificates of most mail servers lead to no root, and mail goes out under TLS all the same.
 * Thread-safe.
 */
final class TlsClient {
  /**
   * Sessions that may be resumed. Of each the platform keeps the server's certificates and its
   * ticket, which are as long as the server likes, up to {@link TlsTransport#MOST_OF_A_SERVER}.
   */
  private static final int SESSIONS = 128;

  /**
   * Seconds, and one more than a ticket of TLS 1.3 may be good for (RFC 8446 §4.6.1): the platform
   * then drops each unread. Of tickets that are as small as can be it would make thousands of
   * sessions a connection.
   */
  private static final int LONGER_THAN_ANY_TICKET = 7 * 24 * 3_600 + 1;

  private final SSLContext context;
  private final Supplier<List<X509Certificate>> alsoTrusted;
  private final List<X509TrustManager> platform;
  private volatile Own own = new Own(List.of(), List.of());

  /** What judges by roots of our own. */
  private record Own(List<X509Certificate> roots, List<X509TrustManager> trusts) {}

  /**
   * @param alsoTrusted roots besides those of the Java platform; asked for each certificate
   */
  TlsClient(Supplier<List<X509Certificate>> alsoTrusted) {
    this.alsoTrusted = alsoTrusted;
    try {
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new AnyCertificate()}, null);
      var sessions = context.getClientSessionContext();
      sessions.setSessionCacheSize(SESSIONS);
      sessions.setSessionTimeout(LONGER_THAN_ANY_TICKET);
      platform = trusts(null);
    } catch (GeneralSecurityException e) {
      throw noTls(e);
    }
  }

  /** Made anew when the roots are others; two threads that meet make the same. */
  private List<X509TrustManager> own() {
    var roots = alsoTrusted.get();
    var now = own;
    if (!now.roots().equals(roots)) {
      now = new Own(List.copyOf(roots), roots.isEmpty() ? List.of() : trusting(roots));
      own = now;
    }
    return now.trusts();
  }

  private static List<X509TrustManager> trusting(List<X509Certificate> roots) {
    try {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      for (int i = 0; i < roots.size(); i++) {
        store.setCertificateEntry("root" + i, roots.get(i));
      }
      return trusts(store);
    } catch (GeneralSecurityException | IOException e) {
      throw noTls(e);
    }
  }

  /**
   * @param roots null: those of the Java platform
   */
  private static List<X509TrustManager> trusts(KeyStore roots) throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(roots);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .toList();
  }

  private static IllegalStateException noTls(Exception e) {
    return new IllegalStateException("this Java platform has no TLS", e);
  }

  /**
   * The client's side, with SNI (RFC 6066 §3) where {@code host} is a name.
   *
   * @param port with the host, what a session may be resumed by
   */
  SSLEngine engine(String host, int port) {
    return TlsAlgorithms.calling(context, host, port);
  }

  /** How many sessions are kept to be resumed. */
  int sessions() {
    return Collections.list(context.getClientSessionContext().getIds()).size();
  }

  /**
   * What is wrong with a certificate, by this machine's roots and those that are declared.
   *
   * @param names one of which must be in it
   */
  Optional<TlsFault> verify(X509Certificate[] chain, List<String> names) {
    if (chain.length == 0) {
      return Optional.of(new TlsFault(Result.CERTIFICATE_NOT_TRUSTED, "it shows no certificate"));
    }
    var fault = untrusted(chain);
    if (fault.isPresent()) {
      return fault;
    }
    return CertificateNames.matches(chain[0], names)
        ? Optional.empty()
        : Optional.of(
            new TlsFault(
                Result.CERTIFICATE_HOST_MISMATCH,
                "its certificate is for %s, not for %s"
                    .formatted(CertificateNames.of(chain[0]), String.join(" or ", names))));
  }

  private Optional<TlsFault> untrusted(X509Certificate[] chain) {
    var fault = Optional.<TlsFault>empty();
    for (var trust : Stream.concat(platform.stream(), own().stream()).toList()) {
      try {
        trust.checkServerTrusted(chain, "UNKNOWN");
        return Optional.empty();
      } catch (CertificateException | RuntimeException e) { // e.g. an encoding nobody thought of
        var now = fault(e);
        // that it expired says more than that another set of roots does not have its root
        if (fault.isEmpty() || now.result() == Result.CERTIFICATE_EXPIRED) {
          fault = Optional.of(now);
        }
      }
    }
    return fault;
  }

  private static TlsFault fault(Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertPathValidatorException path
              && path.getReason() == BasicReason.EXPIRED) {
        return new TlsFault(Result.CERTIFICATE_EXPIRED, "its certificate has expired");
      }
      if (cause instanceof CertificateNotYetValidException) {
        return new TlsFault(Result.CERTIFICATE_EXPIRED, "its certificate is not valid yet");
      }
    }
    var why =
        e.getCause() instanceof CertPathBuilderException // its own words are names of classes
            ? "no authority that is trusted here issued it"
            : e.getMessage();
    return new TlsFault(Result.CERTIFICATE_NOT_TRUSTED, "its certificate is not trusted: " + why);
  }

  /** The extended kind, so that the platform adds no checks of its own. */
  private static final class AnyCertificate extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
