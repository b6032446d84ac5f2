package io.mailhelm.compiler;

/** The platform on which the config will run. */
public enum Platform {
  /** One process over a folder of files: {@code mailhelm serve}. */
  LAPTOP,
  /** Pods, behind Services. */
  CLUSTER
}
