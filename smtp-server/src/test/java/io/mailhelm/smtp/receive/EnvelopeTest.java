package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.protocol.MailCommand;
import io.mailhelm.smtp.protocol.SyntaxException;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import io.mailhelm.smtp.store.OutgoingPart.Requirement;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
  private static Set<Requirement> requirements(String parameters, String header)
      throws SyntaxException {
    var command = MailCommand.parse("FROM:<a@b.example>" + parameters);
    var octets = header.getBytes(StandardCharsets.US_ASCII);
    var memory = new TransitMemory(0).share(Envelope.FREE);
    return new Envelope(command.from(), Dsn.NONE, command.utf8(), command.requireTls(), 0, memory)
        .requirements(HeaderSection.of(octets, octets.length));
  }

  @Test
  void keepsWhatTheSenderAsksOfEveryHop() throws SyntaxException {
    assertThat(requirements("", "Subject: x\r\n")).isEmpty();
    assertThat(requirements(" REQUIRETLS SMTPUTF8", ""))
        .containsExactlyInAnyOrder(Requirement.REQUIRETLS, Requirement.SMTPUTF8);
    assertThat(requirements("", "tls-required : NO\r\n")).containsExactly(Requirement.TLS_OPTIONAL);
    assertThat(requirements("", "TLS-Required: yes\r\n")).isEmpty();
  }

  @Test
  void doesNotHearTheHeaderOnWhatTheEnvelopeInsistsOn() throws SyntaxException {
    assertThat(requirements(" REQUIRETLS", "TLS-Required: No\r\n"))
        .containsExactly(Requirement.REQUIRETLS);
  }

  @Test
  void becomesAMessageMoreOnlyWhereMailIsRedirected() throws SyntaxException {
    var command = MailCommand.parse("FROM:<a@b.example>");
    var memory = new TransitMemory(0).share(Envelope.FREE);
    var envelope = new Envelope(command.from(), Dsn.NONE, false, false, 0, memory);
    var tests = Mailbox.of("tests@dev.example");
    var redirected = envelope.redirected(tests).orElseThrow();
    assertThat(envelope.messages()).as("its address was refused").containsExactly(envelope);
    redirected.redirectedFor("one@real.example");
    assertThat(envelope.messages()).containsExactly(redirected);
    assertThat(envelope.named()).isEqualTo(1);
    assertThat(envelope.redirected(tests)).containsSame(redirected);
    assertThat(envelope.redirected(Mailbox.of("others@dev.example"))).isEmpty();
  }
}
