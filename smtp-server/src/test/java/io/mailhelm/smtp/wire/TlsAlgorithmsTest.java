package io.mailhelm.smtp.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

class TlsAlgorithmsTest {
  private static SSLContext context() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void anOldServerIsCalledInAFiniteFieldOfBoundedSize() {
    var parameters = TlsAlgorithms.calling(context(), "mail.example.com", 25).getSSLParameters();
    assertThat(parameters.getNamedGroups())
        .startsWith("x25519")
        .contains("ffdhe2048")
        .doesNotContain("ffdhe4096", "ffdhe6144", "ffdhe8192");
    assertThat(parameters.getCipherSuites()).anyMatch(suite -> suite.startsWith("TLS_DHE_"));
    assertThat(parameters.getProtocols()).containsExactly("TLSv1.3", "TLSv1.2");
  }
}
