package io.mailhelm.smtp.receive;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.mailhelm.smtp.header.OddLines;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderSectionTest {
  private static HeaderSection of(String text) {
    var octets = text.getBytes(StandardCharsets.UTF_8);
    return HeaderSection.of(octets, octets.length);
  }

  @Test
  void readsFoldedFieldsInAnyCaseAndDecodesThem() {
    var summary =
        of("FROM:\r\n =?utf-8?q?J=C3=B6rg?=\r\n\t<j@b.example>\r\n"
                + "to: \"a, b\" <x@y.example>, z@y.example (c, d),\r\ncc : w@y.example\r\n"
                + "Subject: =?utf-8?b?R3LDvMOfZQ==?= =?utf-8?q?_an_alle?=\r\n"
                + "Date: Mon, 23 Nov 2026 00:00:00 +0000\r\n")
            .summary();
    assertThat(summary.from()).isEqualTo("Jörg <j@b.example>");
    assertThat(summary.to())
        .containsExactly("\"a, b\" <x@y.example>", "z@y.example (c, d)", "w@y.example");
    assertThat(summary.subject()).isEqualTo("Grüße an alle");
    assertThat(summary.date()).isEqualTo("Mon, 23 Nov 2026 00:00:00 +0000");
  }

  @Test
  void findsEveryFromFieldWhateverStandsBetween() {
    assertThat(of("no field\r\nFrom: a@b.c\r\n: x\r\nfrom \t: d@e.f\r\nXFrom: g@h.i\r\n").from())
        .containsExactly("a@b.c", "d@e.f");
  }

  @ParameterizedTest
  @MethodSource("io.mailhelm.smtp.header.OddLines#all")
  void seesTheSameFromFieldsAsEverybodyElse(OddLines.OddLine line) {
    var section = of("X: y\r\n" + line.text());
    if (line.isFrom()) {
      assertThat(section.from()).containsExactly("odd@example.com");
      assertThat(section.lines().notAField()).isEmpty();
    } else if (line.text().startsWith(" ") || line.text().startsWith("\t")) {
      assertThat(section.lines().notAField()).as("it is folded to X").isEmpty();
    } else {
      assertThat(section.from()).isEmpty();
      assertThat(section.lines().notAField()).isEqualTo(OptionalInt.of(2));
    }
  }

  @Test
  void leavesWhatCannotBeDecodedAsItIs() {
    for (var word : List.of("=?x-none?q?abc?=", "=?utf-8?b?*?=", "=?utf-8?x?abc?=", "=?utf-8?q?")) {
      assertThat(of("Subject: " + word + "\r\n").summary().subject()).isEqualTo(word);
    }
  }

  @Test
  void takesManyFieldsOfOneNameInOnePass() {
    var octets = "To:\r\n".repeat(50_000).getBytes(StandardCharsets.UTF_8);
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var before = threads.getCurrentThreadAllocatedBytes();
    assertThat(HeaderSection.of(octets, octets.length).recipients()).hasSize(50_000);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(64 << 20);
  }

  @Test
  void listsNoMoreOfAFieldThanPeopleRead() {
    var long1 = "x".repeat(60_000);
    var summary =
        of("From: "
                + long1
                + "\r\nTo: a@b.example, "
                + long1
                + "\r\nSubject: "
                + long1
                + "\r\nDate: "
                + long1
                + "\r\n"
                + ("Cc: " + "y".repeat(900) + "\r\n").repeat(50))
            .summary();
    assertThat(summary.from()).hasSize(1_000);
    assertThat(summary.subject()).hasSize(1_000);
    assertThat(summary.date()).hasSize(1_000);
    assertThat(summary.to()).startsWith("a@b.example").hasSizeLessThan(13);
    assertThat(of("Subject: " + "x".repeat(999) + "\ud83d\ude00\r\n").summary().subject())
        .isEqualTo("x".repeat(999));
  }
}
