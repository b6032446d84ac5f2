package io.mailhelm.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.config.Mailbox;
import io.mailhelm.smtp.protocol.FromField;
import io.mailhelm.smtp.protocol.MailCommand;
import io.mailhelm.smtp.protocol.RcptCommand;
import io.mailhelm.smtp.protocol.ReversePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An address has one form, however it is written and whoever reads it. Where addresses are compared
 * they are canonical mailboxes: users, aliases and policies in {@code Directory} and {@code
 * Senders}, logins in {@code LoginChecks}, recipients named twice in {@code Recipients}, suppressed
 * addresses in {@code SqliteSuppressions} and {@code RecordStatements}.
 */
class AddressFormTest {
  private static final Mailbox MEANT = new Mailbox("a..b", DomainName.of("x.example"));
  private static final Path SOURCES = Path.of("src/main/java/io/mailhelm/smtp");

  /** Whatever takes a local part by itself: another one has to say here why it may. */
  private static final List<String> TAKE_APART =
      List.of(
          "api/dns/DmarcGenerator.java", // what fits into a record without encoding
          "api/mail/RequestSender.java", // noreply@ of the only domain
          "api/management/NamedMailboxes.java", // a name in the only domain; postmaster
          "auth/LoginChecks.java", // a login without a domain
          "bounce/ReturnPath.java", // our own return paths
          "deliver/Routing.java", // a literal of ours is the host's domain
          "live/Directory.java", // postmaster
          "protocol/FromField.java", // reads header fields
          "protocol/PathReader.java"); // reads paths

  @ParameterizedTest
  @ValueSource(strings = {"\"a..b\"@x.example", "\"A..B\"@X.Example", "\"a\\..\\b\"@x.example"})
  void everyReaderOfAddressesReadsTheSame(String written) throws Exception {
    assertThat(Mailbox.of(written).canonical()).isEqualTo(MEANT);
    assertThat(ReversePath.mailbox(written).map(Mailbox::canonical)).contains(MEANT);
    assertThat(MailCommand.parse("FROM:<" + written + ">").from().mailbox().map(Mailbox::canonical))
        .contains(MEANT);
    assertThat(ReversePath.mailbox(RcptCommand.parse("TO:<" + written + ">").to().text()))
        .map(Mailbox::canonical)
        .contains(MEANT);
    assertThat(FromField.addresses("A <" + written + ">").orElseThrow())
        .extracting(Mailbox::canonical)
        .containsExactly(MEANT);
  }

  @Test
  void nobodyElseTakesAddressesApart() throws IOException {
    var apart = Pattern.compile("new Mailbox\\(|\\.localPart\\(\\)|LocalPart\\.");
    var found = new TreeSet<String>();
    try (var files = Files.walk(SOURCES)) {
      for (var file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (apart.matcher(Files.readString(file)).find()) {
          found.add(SOURCES.relativize(file).toString());
        }
      }
    }
    assertThat(found).containsExactlyElementsOf(TAKE_APART);
  }
}
