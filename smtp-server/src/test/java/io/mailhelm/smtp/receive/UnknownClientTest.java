package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Cidr;
import io.mailhelm.config.Domain.Outbound;
import io.mailhelm.config.Listener.Auth;
import io.mailhelm.config.Listener.Tls;
import io.mailhelm.smtp.fake.RunningServer;
import io.mailhelm.smtp.fake.TestConfig;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A proxy that is trusted itself is not trusted for clients of which it says nothing. */
class UnknownClientTest {
  private static final Cidr PROXIES = Cidr.of("127.0.0.0/8");
  private static final String KNOWN = "PROXY TCP4 127.0.0.5 127.0.0.1 5555 25\r\n";

  private static RunningServer server() {
    return new RunningServer(
        new TestConfig()
            .listener("smtp", Tls.Opportunistic, Auth.None, PROXIES)
            .listener("laptop", Tls.Optional, Auth.LoopbackOptional, PROXIES)
            .domain("example.com", Outbound.Capture)
            .relayFrom("127.0.0.0/8")
            .user("alice@example.com", "secret"));
  }

  /** What MAIL in our own domain's name is answered with, which only a trusted peer may say. */
  private static String mail(String listener, String header) throws IOException {
    try (var server = server();
        var client = server.connect(listener)) {
      client.send(header);
      assertThat(client.reply()).startsWith("220");
      client.ask("EHLO client.example");
      return client.ask("MAIL FROM:<alice@example.com>");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PROXY UNKNOWN\r\n",
        "PROXY UNKNOWN 127.0.0.5 127.0.0.1 5555 25\r\n",
        "\r\n\r\n\0\r\nQUIT\n\u0020\0\0\0",
        "\r\n\r\n\0\r\nQUIT\n\u0021\0\0\0"
      })
  void isAStranger(String header) throws IOException {
    assertThat(mail("smtp", header)).startsWith("550 5.7.1");
    assertThat(mail("laptop", header)).startsWith("530 5.7.0");
  }

  @Test
  void oneThatIsNamedIsTrusted() throws IOException {
    assertThat(mail("smtp", KNOWN)).startsWith("250");
    assertThat(mail("laptop", KNOWN)).startsWith("250");
  }
}
