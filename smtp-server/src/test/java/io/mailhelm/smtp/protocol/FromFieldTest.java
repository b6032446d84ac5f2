package io.mailhelm.smtp.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.mailhelm.config.Mailbox;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FromFieldTest {
  @Test
  void readsEveryAddressOfAList() {
    assertThat(
            FromField.addresses(
                "\"Doe, John <x@evil.example>\" <john@example.com>, (a (nested), b) sales@Example.com"))
        .contains(List.of(Mailbox.of("john@example.com"), Mailbox.of("sales@example.com")));
    assertThat(FromField.addresses("John Doe <john@example.com> (at work) "))
        .contains(List.of(Mailbox.of("john@example.com")));
    assertThat(FromField.addresses("\"a, b\"@example.com"))
        .contains(List.of(Mailbox.of("a, b@example.com")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "John",
        "john@",
        "@example.com",
        "<john@example.com",
        "a <b@c.example> <d@e.example>",
        "\"a <b@c.example>",
        "(b@c.example",
        "a@b.example, ",
        "group: a@b.example;",
        "a@b.example x@c.example",
        "a@b.example>",
        "<a@b.example>\u0000(",
        "<a@b.example> x@c.example",
        "<a@b.example> \"x@c.example\"",
        "x@c.example <a@b.example>",
        "a b@c.example"
      })
  void hasNoAnswerForWhatItDoesNotWhollyUnderstand(String field) {
    assertThat(FromField.addresses(field)).isEmpty();
  }
}
