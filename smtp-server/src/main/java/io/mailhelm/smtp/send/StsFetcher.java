package io.mailhelm.smtp.send;

import io.mailhelm.dns.Resolver;
import io.mailhelm.smtp.send.TlsOutcomes.Result;
import io.mailhelm.smtp.wire.AddressKey;
import io.mailhelm.smtp.wire.Deadlines;
import io.mailhelm.smtp.wire.PlainTransport;
import io.mailhelm.smtp.wire.TlsTransport;
import io.mailhelm.smtp.wire.Turn;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSession;

/**
 * Fetches an MTA-STS policy by HTTPS (RFC 8461 §3.3): from the address that our resolver gives,
 * with a certificate for the name, without redirections, in a minute, and no more than 64 KiB.
 */
final class StsFetcher {
  static final int HTTPS = 443;
  static final Duration TIMEOUT = Duration.ofSeconds(60); // RFC 8461 §3.3
  private static final int MAX_ADDRESSES = 3;
  private final Resolver resolver;
  private final ConnectRules dialRules;
  private final TlsClient tls;
  private final Deadlines deadlines;
  private final int port;
  private final Duration timeout;

  /** There is none to be had. */
  static final class FetchException extends Exception {
    private static final long serialVersionUID = 1L;
    private final Result result;

    FetchException(Result result, String message) {
      super(message, null, false, false);
      this.result = result;
    }

    Result result() {
      return result;
    }
  }

  StsFetcher(
      Resolver resolver,
      ConnectRules dialRules,
      TlsClient tls,
      Deadlines deadlines,
      int port,
      Duration timeout) {
    this.resolver = resolver;
    this.dialRules = dialRules;
    this.tls = tls;
    this.deadlines = deadlines;
    this.port = port;
    this.timeout = timeout;
  }

  /** The text of a domain's policy. */
  String fetch(String domain) throws FetchException {
    var host = "mta-sts." + domain;
    long end = System.nanoTime() + timeout.toNanos();
    var last = new FetchException(Result.STS_POLICY_FETCH_ERROR, host + " has no address");
    for (var address : resolver.addresses(host).found().stream().limit(MAX_ADDRESSES).toList()) {
      var objection = dialRules.objection(address);
      if (objection.isPresent()) {
        last =
            new FetchException(
                Result.STS_POLICY_FETCH_ERROR,
                "%s: %s".formatted(host, ConnectRules.advice(objection.get())));
        continue;
      }
      try (var channel = SocketChannel.open();
          var watch = deadlines.over(channel, end)) {
        return exchange(channel, watch, host, new InetSocketAddress(address, port));
      } catch (IOException | RuntimeException e) { // the platform's engine throws both
        last =
            new FetchException(
                Result.STS_POLICY_FETCH_ERROR, "%s: %s".formatted(host, e.getMessage()));
      }
    }
    throw last;
  }

  private String exchange(
      SocketChannel channel, Deadlines.Watch watch, String host, InetSocketAddress address)
      throws IOException, FetchException {
    try {
      channel.connect(address);
      var turn = new Turn();
      var transport =
          new TlsTransport(
              new PlainTransport(channel, turn),
              tls.engine(host, port),
              new byte[0],
              AddressKey.of(address.getAddress()),
              turn);
      check(transport.handshake(), host);
      return new HttpGet(transport).text(host, "/.well-known/mta-sts.txt");
    } catch (IOException e) {
      throw watch.hasPassed()
          ? new IOException("no answer in " + ClientConnection.seconds(timeout), e)
          : e;
    }
  }

  private void check(SSLSession session, String host) throws IOException, FetchException {
    var fault = tls.verify((X509Certificate[]) session.getPeerCertificates(), List.of(host));
    if (fault.isPresent()) {
      throw new FetchException(Result.STS_WEBPKI_INVALID, host + ": " + fault.get().text());
    }
  }
}
