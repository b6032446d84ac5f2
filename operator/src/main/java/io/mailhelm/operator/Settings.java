package io.mailhelm.operator;

import io.mailhelm.operator.desired.Image;
import java.util.Objects;

/**
 * What the operator is told at its start.
 *
 * @param serverImage of server pods whose MailDomain names none
 * @param namespace where the operator itself runs
 */
public record Settings(Image serverImage, String namespace) {
  public Settings {
    Objects.requireNonNull(serverImage);
    Objects.requireNonNull(namespace);
  }
}
