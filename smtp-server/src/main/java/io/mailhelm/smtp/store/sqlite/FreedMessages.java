package io.mailhelm.smtp.store.sqlite;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages that a change removed, and the files to be removed once that is durable. */
final class FreedMessages {
  private final List<String> files = new ArrayList<>();
  private long fileOctets;
  private int messages;

  void message(Optional<String> file, long size) {
    messages++;
    if (file.isPresent()) {
      files.add(file.get());
      fileOctets += size;
    }
  }

  int messages() {
    return messages;
  }

  List<String> files() {
    return files;
  }

  /** Of the messages they belonged to. */
  long fileOctets() {
    return fileOctets;
  }
}
