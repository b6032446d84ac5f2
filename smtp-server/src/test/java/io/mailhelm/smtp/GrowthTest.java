package io.mailhelm.smtp;

import io.mailhelm.dns.growth.Growth;
import io.mailhelm.smtp.api.mail.MailApiGrowth;
import io.mailhelm.smtp.api.mime.MimeGrowth;
import io.mailhelm.smtp.bounce.BounceGrowth;
import io.mailhelm.smtp.lint.LintGrowth;
import io.mailhelm.smtp.protocol.ProtocolGrowth;
import io.mailhelm.smtp.queue.QueueGrowth;
import io.mailhelm.smtp.receive.HeaderGrowth;
import io.mailhelm.smtp.send.PolicyGrowth;
import io.mailhelm.smtp.transfer.TransferGrowth;
import io.mailhelm.smtp.web.WebGrowth;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No text costs more than its length: every function of the server over a text of others. Nor does
 * mail that waits cost more than there is of it.
 */
class GrowthTest {
  static Stream<Growth> all() {
    return Stream.<Supplier<Stream<Growth>>>of(
            MailApiGrowth::all,
            MimeGrowth::all,
            BounceGrowth::all,
            HeaderGrowth::all,
            LintGrowth::all,
            ProtocolGrowth::all,
            WebGrowth::all,
            PolicyGrowth::all,
            TransferGrowth::all,
            QueueGrowth::all)
        .flatMap(Supplier::get);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theWorkIsLinear(Growth growth) {
    growth.check();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void theMemoryIsLinear(Growth growth) {
    growth.checkMemory();
  }
}
