package io.mailhelm.smtp.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.DomainName;
import io.mailhelm.smtp.bounce.HardBounce;
import io.mailhelm.smtp.bounce.RecipientReport;
import io.mailhelm.smtp.bounce.ReportComposer;
import io.mailhelm.smtp.bounce.ReportOccasion;
import io.mailhelm.smtp.bounce.ReportedMessage;
import io.mailhelm.smtp.store.Attempt;
import io.mailhelm.smtp.store.Attempt.Outcome;
import io.mailhelm.smtp.store.MailStore.Recipient;
import io.mailhelm.smtp.store.NewMessage.Dsn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What replies without an enhanced code are taken for, in the history of a delivery and in a
 * report: {@code refusals/statuses.txt}.
 */
class InferredStatusTest {
  private static final ReportComposer REPORTS =
      new ReportComposer(DomainName.of("mail.us.test"), DomainName.of("us.test"));

  static Stream<String> replies() throws IOException {
    return RefusalsTest.rows("statuses.txt");
  }

  @ParameterizedTest
  @MethodSource("replies")
  void saysOfAReplyWhatItIsAboutAndQuotesItAsItCame(String line) throws Exception {
    var parts = line.split("\\|", 3);
    var status = parts[1].strip();
    var lines = parts[2].strip();
    var reply = RefusalsTest.reply(lines);
    for (var verdict : List.of(RecipientResult.ofRecipient(reply), RecipientResult.of(reply))) {
      var attempt = RefusalsTest.attempt(verdict);
      assertThat(attempt.enhanced()).as(line).isEqualTo(status);
      assertThat(HardBounce.is(attempt)).as(line).isFalse();
      assertThat(unfolded(report(attempt)))
          .as(line)
          .contains(
              "Status: " + status + "\n",
              "Diagnostic-Code: smtp; " + (reply.code() + " " + reply.text()).strip() + "\n",
              "said: " + (reply.code() + " " + reply.text()).strip());
    }
  }

  private static String report(Attempt attempt) {
    boolean failed = attempt.outcome() == Outcome.FAILED;
    var header = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    var report =
        REPORTS.compose(
            "01",
            Instant.EPOCH,
            failed ? ReportOccasion.FAILED : ReportOccasion.DELAYED,
            new ReportedMessage("a@us.test", Instant.EPOCH, Dsn.NONE, header.length, header),
            List.of(
                new RecipientReport(
                    Recipient.of("bob@elsewhere.test"), attempt, Optional.empty())));
    return new String(report.octets(), StandardCharsets.UTF_8);
  }

  private static String unfolded(String report) {
    return report.replaceAll("\\r\\n +", " ").replace("\r\n", "\n");
  }
}
