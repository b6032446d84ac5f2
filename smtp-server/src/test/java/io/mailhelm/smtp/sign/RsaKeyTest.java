package io.mailhelm.smtp.sign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.observe.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RsaKeyTest {
  private static final RsaLibrary ABSENT =
      RsaLibrary.load(
          () -> {
            throw new UnsatisfiedLinkError("no such file");
          });
  private static final byte[] DATA = "what is signed".getBytes(StandardCharsets.US_ASCII);
  private static final KeyPair PAIR = pair();

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean verifies(byte[] signature) throws GeneralSecurityException {
    var verifier = Signature.getInstance("SHA256withRSA");
    verifier.initVerify(PAIR.getPublic());
    verifier.update(DATA);
    return verifier.verify(signature);
  }

  @Test
  void signsByTheLibraryWhatJavaVerifies() throws Exception {
    // macOS and systems with another C library do without it
    assumeThat(System.getProperty("os.name")).isEqualTo("Linux");
    assertThat(RsaLibrary.get().absence()).isEmpty();
    assertThat(RsaLibrary.get().translate(PAIR.getPrivate()))
        .get()
        .extracting(key -> key.getClass().getName())
        .asString()
        .startsWith("com.amazon.corretto.");
    var key = RsaKey.of("s", PAIR.getPrivate(), RsaLibrary::get);
    assertThat(verifies(key.sign(DATA))).isTrue();
    assertThat(key.slowness()).isEmpty();
  }

  @Test
  void signsByItselfWhereTheLibraryCannotBeLoadedAndSaysWhy() throws Exception {
    var key = RsaKey.of("s", PAIR.getPrivate(), () -> ABSENT);
    assertThat(key.slowness()).isEmpty();
    assertThat(verifies(key.sign(DATA))).isTrue();
    assertThat(key.slowness()).get().asString().contains("no such file");
  }

  @Test
  void saysSoOnceHoweverManyMessagesAreSigned() throws IOException {
    var domain = DomainName.of("example.com");
    var key = RsaKey.of("s", PAIR.getPrivate(), () -> ABSENT);
    var signers = new Signers(Map.of(domain, new Signer(domain, List.of(key))), Map.of());
    var told = new ArrayList<Event>();
    var outbound = new OutboundContent(Clock.systemUTC(), told::add);
    var message = "From: alice@example.com\r\n\r\nHello\r\n".getBytes(StandardCharsets.US_ASCII);
    for (var id : List.of("1", "2", "3")) {
      outbound.of(
          id, domain, message.length, () -> new ByteArrayInputStream(message), signers, true);
    }
    assertThat(told).singleElement().asString().contains("no such file");
  }
}
