package io.mailhelm.smtp.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.DomainDns.MtaSts.Mode;
import io.mailhelm.smtp.fake.TestConfig;
import io.mailhelm.smtp.observe.Event;
import io.mailhelm.smtp.observe.Event.Visited.Page;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class WebServerTest {
  private static final String HOST = "mta-sts.example.com";
  private static final String PATH = "/.well-known/mta-sts.txt";

  @Test
  void servesThePolicyOfADomain() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.Testing))) {
      var got = web.visitor().get(HOST, PATH);
      assertThat(got.status()).isEqualTo(200);
      assertThat(got.head()).contains("Content-Type: text/plain\r\n", "Connection: close");
      assertThat(got.head()).doesNotContain("Server:");
      assertThat(got.body())
          .isEqualTo(
              "version: STSv1\r\nmode: testing\r\nmx: mail.example.com\r\nmax_age: 604800\r\n");
      assertThat(web.events).contains(new Event.Visited(Page.MTA_STS, 200));
    }
  }

  @Test
  void readsTheHostAsClientsWriteIt() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.Testing))) {
      var visitor = web.visitor();
      var requests =
          List.of(
              "GET " + PATH + " HTTP/1.1\r\nHost: MTA-STS.Example.COM:8443\r\n\r\n",
              "GET " + PATH + "?x=y HTTP/1.1\r\nhost:mta-sts.example.com\r\n\r\n",
              "GET https://mta-sts.example.com" + PATH + " HTTP/1.1\r\nHost: other.example\r\n\r\n",
              "GET " + PATH + " HTTP/1.0\r\nHost: mta-sts.example.com\r\n\r\n");
      for (var request : requests) {
        assertThat(visitor.ask(HOST, request).status()).as(request).isEqualTo(200);
      }
    }
  }

  @Test
  void hasNoPolicyWhereTheModeIsNone() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.None))) {
      assertThat(web.visitor().get(HOST, PATH).status()).isEqualTo(404);
    }
  }

  @Test
  void servesAChangedPolicyAndARenewedCertificateWithoutARestart() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.Testing))) {
      var visitor = web.visitor();
      int port = web.port();
      var before = certificate(visitor);
      web.live.offer(
          ServedWeb.config(Mode.Enforce)
              .key(web.authority.key("tls/example-com", ServedWeb.NAMES))
              .build(),
          List.of());
      assertThat(visitor.get(HOST, PATH).body()).contains("mode: enforce\r\n");
      assertThat(certificate(visitor)).isNotEqualTo(before);
      assertThat(web.port()).isEqualTo(port);
    }
  }

  private static X509Certificate certificate(Visitor visitor) throws IOException {
    try (var socket = visitor.connect(HOST)) {
      return (X509Certificate) socket.getSession().getPeerCertificates()[0];
    }
  }

  @Test
  void answersAVisitorThatComesAgainWithTheSessionItHas() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.Testing))) {
      var visitor = web.visitor();
      var sessions = new HashSet<Long>();
      for (int i = 0; i < 4; i++) {
        try (var socket = visitor.connect(HOST)) {
          sessions.add(socket.getSession().getCreationTime());
          socket
              .getOutputStream()
              .write(
                  ("GET " + PATH + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
          assertThat(Visitor.all(socket)).startsWith("HTTP/1.1 200 OK\r\n");
        }
      }
      assertThat(sessions).as("handshakes in full").hasSizeLessThan(4);
    }
  }

  @Test
  void opensAndClosesItsPortAsTheConfigSays() throws IOException {
    var closed = new TestConfig().domain(ServedWeb.DOMAIN, Outbound.Deliver);
    try (var web = new ServedWeb(closed)) {
      assertThat(web.server().status()).isEmpty();
      web.live.offer(
          ServedWeb.config(Mode.Testing)
              .key(web.authority.key("tls/example-com", ServedWeb.NAMES))
              .build(),
          List.of());
      int port = web.port();
      assertThat(web.visitor().get(HOST, PATH).status()).isEqualTo(200);
      web.live.offer(
          new TestConfig().domain(ServedWeb.DOMAIN, Outbound.Deliver).build(), List.of());
      assertThat(web.server().status()).isEmpty();
      Awaitility.await("the kernel lets go of the listener that an accept still held")
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
                      .isInstanceOf(ConnectException.class));
    }
  }

  @Test
  void answersForNoNameButItsOwn() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.Testing))) {
      for (var host :
          List.of("mta-sts.other.example", "example.org", "127.0.0.1", "[::1]", "a..b", "é", "x")) {
        var got =
            web.visitor().ask(HOST, "GET " + PATH + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
        assertThat(got.status()).as(host).isEqualTo(421);
        assertThat(got.body()).doesNotContain(host);
      }
      assertThat(web.events).contains(new Event.Visited(Page.OTHER, 421));
    }
  }

  @Test
  void answersForNoNameThatTheCertificateDoesNotCover() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.Testing))) {
      var bare = "GET /.well-known/autoconfig/mail/config-v1.1.xml HTTP/1.1\r\nHost: example.com";
      assertThat(web.visitor().ask(HOST, bare + "\r\n\r\n").status()).isEqualTo(421);

      web.live.offer(
          ServedWeb.config(Mode.Testing)
              .key(web.authority.key("tls/example-com", "mail.example.com"))
              .build(),
          List.of());
      var got =
          web.visitor()
              .askUnverified(HOST, "GET " + PATH + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n");
      assertThat(got.status()).isEqualTo(421);
      assertThat(got.body()).contains("certificate");
    }
  }

  @Test
  void showsEachDomainsOwnCertificateForItsNames() throws IOException {
    var config =
        ServedWeb.config(Mode.Testing)
            .domain("hosted.example", Outbound.Deliver)
            .dns(ServedWeb.dns(Mode.Enforce, true))
            .domain("borrower.example", Outbound.Deliver)
            .dns(ServedWeb.dns(Mode.Enforce, false));
    try (var web = new ServedWeb(config)) {
      web.live.offer(
          config
              .key(
                  web.authority.key(
                      "tls/hosted-example", "mail.hosted.example", "*.hosted.example"))
              .build(),
          List.of());
      assertThat(web.visitor().get("mta-sts.hosted.example", PATH).body())
          .contains("mx: mail.hosted.example\r\n");
      assertThat(web.visitor().get(HOST, PATH).body()).contains("mx: mail.example.com\r\n");
      assertThat(
              web.visitor()
                  .ask(HOST, "GET " + PATH + " HTTP/1.1\r\nHost: mta-sts.borrower.example\r\n\r\n")
                  .status())
          .isEqualTo(421);
    }
  }

  @Test
  void hasNothingElse() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.Testing))) {
      for (var path :
          List.of(
              "/",
              "/index.html",
              "/.well-known/../.well-known/mta-sts.txt",
              "/%2e%77ell-known/mta-sts.txt",
              "//.well-known/mta-sts.txt",
              "/.well-known/mta-sts.txt/",
              "/../../etc/passwd",
              "/mail/config-v1.1.xml",
              "/inbox")) {
        assertThat(web.visitor().get(HOST, path).status()).as(path).isEqualTo(404);
      }
    }
  }

  @Test
  void takesTheMethodsThatThereAre() throws IOException {
    try (var web = new ServedWeb(ServedWeb.config(Mode.Testing))) {
      var rest = " " + PATH + " HTTP/1.1\r\nHost: " + HOST + "\r\n\r\n";
      var head = web.visitor().ask(HOST, "HEAD" + rest);
      assertThat(head.status()).isEqualTo(200);
      assertThat(head.head()).contains("Content-Length: 70\r\n");
      assertThat(head.body()).isEmpty();
      for (var method : List.of("POST", "PUT", "DELETE", "OPTIONS", "BREW")) {
        var got = web.visitor().ask(HOST, method + rest);
        assertThat(got.status()).as(method).isEqualTo(405);
        assertThat(got.head()).contains("Allow: GET, HEAD\r\n");
      }
    }
  }

  @Test
  void tellsOfAPortThatIsTaken() throws IOException {
    try (var first = new ServedWeb(ServedWeb.config(Mode.Testing));
        var second = new ServedWeb(new TestConfig().domain(ServedWeb.DOMAIN, Outbound.Deliver))) {
      second.live.offer(ServedWeb.config(Mode.Testing).webPort(first.port()).build(), List.of());
      assertThat(second.server().status().orElseThrow().problem())
          .contains("cannot bind 127.0.0.1:" + first.port());
      assertThat(second.events).anyMatch(Event.Failed.class::isInstance);
    }
  }
}
