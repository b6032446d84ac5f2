package io.mailhelm.smtp.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.smtp.api.BoundPorts;
import io.mailhelm.smtp.api.Nodes;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ports speak HTTP/1.1 and nothing else, and bound what a request says before its body. */
@QuarkusTest
class Http1Test {
  private static final String END = "\r\n\r\n";

  @Inject BoundPorts ports;

  private int port(String api) {
    return api.equals("management") ? ports.management() : ports.mailApi();
  }

  /** What a server answers to raw octets until it closes. */
  private String answer(String api, String octets) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port(api))) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static String get(String fields) {
    return "GET /openapi HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
        + Nodes.TOKEN
        + "\r\n"
        + fields;
  }

  @ParameterizedTest
  @ValueSource(strings = {"management", "mailApi"})
  void aPrefaceOfHttp2OpensNothing(String api) throws IOException {
    // RFC 9113 §3.4, with an empty SETTINGS frame: whoever speaks HTTP/2 answers with one
    var answer = answer(api, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");
    assertThat(answer).startsWith("HTTP/").doesNotContain("\0\0\0\4");
    assertThat(answer.lines().findFirst().orElse("")).containsAnyOf(" 400 ", " 501 ", " 505 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"management", "mailApi"})
  void anUpgradeIsNotTaken(String api) throws IOException {
    var upgrade =
        "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__";
    var answer = answer(api, get(upgrade + END) + get("Connection: close" + END));
    assertThat(answer).startsWith("HTTP/1.1 200 ").doesNotContain(" 101 ");
    assertThat(Pattern.compile("HTTP/1.1 200 ").matcher(answer).results().count()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"management", "mailApi"})
  void whatComesBeforeABodyIsBounded(String api) throws IOException {
    assertThat(answer(api, "GET /" + "a".repeat(Http1.LONGEST_LINE) + " HTTP/1.1" + END))
        .contains(" 414 ");
    assertThat(answer(api, get("A: " + "a".repeat(Http1.LONGEST_HEADER) + END))).contains(" 431 ");
    assertThat(
            answer(
                api, get("A: b\r\n".repeat(RequestChecks.MOST_FIELDS) + "Connection: close" + END)))
        .contains(" 431 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"management", "mailApi"})
  void requestsThatComeTogetherAreAnsweredOneAfterTheOther(String api) throws IOException {
    var answer = answer(api, get("\r\n").repeat(50) + get("Connection: close" + END));
    assertThat(Pattern.compile("HTTP/1.1 200 ").matcher(answer).results().count()).isEqualTo(51);
  }
}
