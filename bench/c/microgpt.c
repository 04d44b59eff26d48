/*
 * One training step of microgpt (forward, backward, Adam) by hand: the limit that a compiled scalar graph is measured against.
 *
 *   microgpt PARAMETERS DOCUMENTS check      writes loss and gradients of every document, as doubles, to standard output
 *   microgpt PARAMETERS DOCUMENTS time N     trains N passes over the documents; prints nanoseconds a step of each pass
 *
 * PARAMETERS: doubles, matrix by matrix, a row per output. DOCUMENTS: 32-bit integers: vocabulary, how many documents, then of
 * each its number of tokens and the tokens.
 */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define BLOCK 16
#define WIDTH 16
#define HEADS 4
#define SIZE (WIDTH / HEADS)
#define HIDDEN (4 * WIDTH)
#define MOST_TOKENS 64
#define EPSILON 1e-5

typedef struct {
  double wte[MOST_TOKENS][WIDTH], wpe[BLOCK][WIDTH], head[MOST_TOKENS][WIDTH];
  double wq[WIDTH][WIDTH], wk[WIDTH][WIDTH], wv[WIDTH][WIDTH], wo[WIDTH][WIDTH];
  double fc1[HIDDEN][WIDTH], fc2[WIDTH][HIDDEN];
} Weights;

#define ALIGNED __attribute__((aligned(64)))
#define INLINE static inline __attribute__((always_inline))
static Weights w ALIGNED, g ALIGNED, m ALIGNED, v ALIGNED;
static int vocabulary;

/* Activations by position, and their adjoints. */
static double x0[BLOCK][WIDTH] ALIGNED, x[BLOCK][WIDTH] ALIGNED, before[BLOCK][WIDTH] ALIGNED;
static double q[BLOCK][WIDTH] ALIGNED, k[BLOCK][WIDTH] ALIGNED, val[BLOCK][WIDTH] ALIGNED;
static double weight[BLOCK][HEADS][BLOCK] ALIGNED, heads[BLOCK][WIDTH] ALIGNED;
static double attended[BLOCK][WIDTH] ALIGNED, normed[BLOCK][WIDTH] ALIGNED;
static double raw[BLOCK][HIDDEN] ALIGNED, hidden[BLOCK][HIDDEN] ALIGNED;
static double out[BLOCK][WIDTH] ALIGNED, p[BLOCK][MOST_TOKENS] ALIGNED;
static double s0[BLOCK], s1[BLOCK], s2[BLOCK];
static double dhidden[BLOCK][HIDDEN] ALIGNED, dattended[BLOCK][WIDTH] ALIGNED, dout[BLOCK][WIDTH] ALIGNED;
static double dnormed[BLOCK][WIDTH] ALIGNED, dheads[BLOCK][WIDTH] ALIGNED, dx[BLOCK][WIDTH] ALIGNED;
static double dq[BLOCK][WIDTH] ALIGNED, dk[BLOCK][WIDTH] ALIGNED, dv[BLOCK][WIDTH] ALIGNED;
static double dbefore[BLOCK][WIDTH] ALIGNED, dx0[BLOCK][WIDTH] ALIGNED;

/* y = x · Wᵀ */
INLINE void linear(int n, int outs, int ins, const double *W, int stride, const double *in, double *y, int ystride) {
  for (int i = 0; i < n; i++)
    for (int o = 0; o < outs; o++) {
      double sum = 0;
      for (int j = 0; j < ins; j++) sum += W[o * stride + j] * in[i * ins + j];
      y[i * ystride + o] = sum;
    }
}

/* dx += dy · W and dW += dyᵀ · x */
INLINE void linear_back(int n, int outs, int ins, const double *W, double *dW, const double *in, double *din,
                        const double *dy, int dystride) {
  for (int o = 0; o < outs; o++)
    for (int i = 0; i < n; i++) {
      double d = dy[i * dystride + o];
      for (int j = 0; j < ins; j++) dW[o * ins + j] += d * in[i * ins + j];
    }
  for (int i = 0; i < n; i++)
    for (int o = 0; o < outs; o++) {
      double d = dy[i * dystride + o];
      for (int j = 0; j < ins; j++) din[i * ins + j] += d * W[o * ins + j];
    }
}

/* y = s · x with s = 1 / √(mean of x² + ε) */
INLINE void normalize(const double *in, double *y, double *s) {
  double sum = 0;
  for (int j = 0; j < WIDTH; j++) sum += in[j] * in[j];
  *s = 1 / sqrt(sum / WIDTH + EPSILON);
  for (int j = 0; j < WIDTH; j++) y[j] = in[j] * *s;
}

INLINE void normalize_back(const double *in, double s, const double *dy, double *din) {
  double ds = 0;
  for (int j = 0; j < WIDTH; j++) ds += dy[j] * in[j];
  double scale = -ds * s * s * s / WIDTH;
  for (int j = 0; j < WIDTH; j++) din[j] += dy[j] * s + scale * in[j];
}

#define ROWS(a) (&(a)[0][0])

static double forward(int n, const int32_t *tokens) {
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < WIDTH; j++) x0[i][j] = w.wte[tokens[i]][j] + w.wpe[i][j];
    normalize(x0[i], x[i], &s0[i]);
    normalize(x[i], before[i], &s1[i]);
  }
  linear(n, WIDTH, WIDTH, ROWS(w.wq), WIDTH, ROWS(before), ROWS(q), WIDTH);
  linear(n, WIDTH, WIDTH, ROWS(w.wk), WIDTH, ROWS(before), ROWS(k), WIDTH);
  linear(n, WIDTH, WIDTH, ROWS(w.wv), WIDTH, ROWS(before), ROWS(val), WIDTH);
  for (int i = 0; i < n; i++)
    for (int h = 0; h < HEADS; h++) {
      double top = -INFINITY, total = 0, sum[SIZE] = {0};
      for (int t = 0; t <= i; t++) {
        double score = 0;
        for (int j = 0; j < SIZE; j++) score += q[i][h * SIZE + j] * k[t][h * SIZE + j];
        weight[i][h][t] = score / sqrt(SIZE);
        if (weight[i][h][t] > top) top = weight[i][h][t];
      }
      for (int t = 0; t <= i; t++) total += weight[i][h][t] = exp(weight[i][h][t] - top);
      for (int t = 0; t <= i; t++) {
        weight[i][h][t] /= total;
        for (int j = 0; j < SIZE; j++) sum[j] += weight[i][h][t] * val[t][h * SIZE + j];
      }
      for (int j = 0; j < SIZE; j++) heads[i][h * SIZE + j] = sum[j];
    }
  linear(n, WIDTH, WIDTH, ROWS(w.wo), WIDTH, ROWS(heads), ROWS(attended), WIDTH);
  for (int i = 0; i < n; i++) {
    for (int j = 0; j < WIDTH; j++) attended[i][j] += x[i][j];
    normalize(attended[i], normed[i], &s2[i]);
  }
  linear(n, HIDDEN, WIDTH, ROWS(w.fc1), WIDTH, ROWS(normed), ROWS(raw), HIDDEN);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < HIDDEN; j++) hidden[i][j] = raw[i][j] > 0 ? raw[i][j] : 0;
  linear(n, WIDTH, HIDDEN, ROWS(w.fc2), HIDDEN, ROWS(hidden), ROWS(out), WIDTH);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < WIDTH; j++) out[i][j] += attended[i][j];
  linear(n, vocabulary, WIDTH, ROWS(w.head), WIDTH, ROWS(out), ROWS(p), MOST_TOKENS);
  double loss = 0;
  for (int i = 0; i < n; i++) {
    double top = -INFINITY, total = 0, right = p[i][tokens[i + 1]];
    for (int c = 0; c < vocabulary; c++)
      if (p[i][c] > top) top = p[i][c];
    for (int c = 0; c < vocabulary; c++) total += p[i][c] = exp(p[i][c] - top);
    for (int c = 0; c < vocabulary; c++) p[i][c] /= total;
    loss += top + log(total) - right;
  }
  return loss / n;
}

static void backward(int n, const int32_t *tokens) {
  memset(&g, 0, sizeof g);
  for (int i = 0; i < n; i++) {
    p[i][tokens[i + 1]] -= 1;
    for (int c = 0; c < vocabulary; c++) p[i][c] /= n;
  }
  size_t rows = n * sizeof dx[0];
  memset(dout, 0, rows), memset(dattended, 0, rows), memset(dnormed, 0, rows), memset(dheads, 0, rows);
  memset(dx, 0, rows), memset(dq, 0, rows), memset(dk, 0, rows), memset(dv, 0, rows);
  memset(dbefore, 0, rows), memset(dx0, 0, rows), memset(dhidden, 0, n * sizeof dhidden[0]);

  linear_back(n, vocabulary, WIDTH, ROWS(w.head), ROWS(g.head), ROWS(out), ROWS(dout), ROWS(p), MOST_TOKENS);
  memcpy(dattended, dout, rows);
  linear_back(n, WIDTH, HIDDEN, ROWS(w.fc2), ROWS(g.fc2), ROWS(hidden), ROWS(dhidden), ROWS(dout), WIDTH);
  for (int i = 0; i < n; i++)
    for (int j = 0; j < HIDDEN; j++) dhidden[i][j] = raw[i][j] > 0 ? dhidden[i][j] : 0;
  linear_back(n, HIDDEN, WIDTH, ROWS(w.fc1), ROWS(g.fc1), ROWS(normed), ROWS(dnormed), ROWS(dhidden), HIDDEN);
  for (int i = 0; i < n; i++) normalize_back(attended[i], s2[i], dnormed[i], dattended[i]);
  memcpy(dx, dattended, rows);
  linear_back(n, WIDTH, WIDTH, ROWS(w.wo), ROWS(g.wo), ROWS(heads), ROWS(dheads), ROWS(dattended), WIDTH);
  for (int i = 0; i < n; i++)
    for (int h = 0; h < HEADS; h++) {
      double dweight[BLOCK], mean = 0;
      for (int t = 0; t <= i; t++) {
        double d = 0;
        for (int j = h * SIZE; j < (h + 1) * SIZE; j++) {
          d += dheads[i][j] * val[t][j];
          dv[t][j] += dheads[i][j] * weight[i][h][t];
        }
        dweight[t] = d;
        mean += d * weight[i][h][t];
      }
      for (int t = 0; t <= i; t++) {
        double d = weight[i][h][t] * (dweight[t] - mean) / sqrt(SIZE);
        for (int j = h * SIZE; j < (h + 1) * SIZE; j++) {
          dq[i][j] += d * k[t][j];
          dk[t][j] += d * q[i][j];
        }
      }
    }
  linear_back(n, WIDTH, WIDTH, ROWS(w.wq), ROWS(g.wq), ROWS(before), ROWS(dbefore), ROWS(dq), WIDTH);
  linear_back(n, WIDTH, WIDTH, ROWS(w.wk), ROWS(g.wk), ROWS(before), ROWS(dbefore), ROWS(dk), WIDTH);
  linear_back(n, WIDTH, WIDTH, ROWS(w.wv), ROWS(g.wv), ROWS(before), ROWS(dbefore), ROWS(dv), WIDTH);
  for (int i = 0; i < n; i++) {
    normalize_back(x[i], s1[i], dbefore[i], dx[i]);
    normalize_back(x0[i], s0[i], dx[i], dx0[i]);
    for (int j = 0; j < WIDTH; j++) {
      g.wte[tokens[i]][j] += dx0[i][j];
      g.wpe[i][j] += dx0[i][j];
    }
  }
}

static void adam_part(double *restrict a, const double *restrict da, double *restrict ma, double *restrict va, int n,
                      double step, double scale) {
  for (int i = 0; i < n; i++) {
    ma[i] = 0.85 * ma[i] + (1 - 0.85) * da[i];
    va[i] = 0.99 * va[i] + (1 - 0.99) * (da[i] * da[i]);
    a[i] -= step * ma[i] / (sqrt(va[i]) * scale + 1e-8);
  }
}

#define PARTS(DO)                                                                                                  \
  DO(wte, vocabulary *WIDTH) DO(wpe, BLOCK *WIDTH) DO(head, vocabulary *WIDTH) DO(wq, WIDTH *WIDTH)                \
  DO(wk, WIDTH *WIDTH) DO(wv, WIDTH *WIDTH) DO(wo, WIDTH *WIDTH) DO(fc1, HIDDEN *WIDTH) DO(fc2, WIDTH *HIDDEN)

static void adam(double t) {
  double step = 0.01 / (1 - pow(0.85, t)), scale = 1 / sqrt(1 - pow(0.99, t));
#define ADAM(name, n) adam_part(ROWS(w.name), ROWS(g.name), ROWS(m.name), ROWS(v.name), n, step, scale);
  PARTS(ADAM)
}

static double now(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  return at.tv_sec * 1e9 + at.tv_nsec;
}

static int32_t *documents(const char *name) {
  FILE *file = fopen(name, "rb");
  if (!file) perror(name), exit(1);
  fseek(file, 0, SEEK_END);
  long bytes = ftell(file);
  rewind(file);
  int32_t *words = malloc(bytes);
  if (fread(words, 1, bytes, file) != (size_t)bytes) perror(name), exit(1);
  fclose(file);
  return words;
}

int main(int count, char **arguments) {
  if (count < 4) return fprintf(stderr, "usage: microgpt PARAMETERS DOCUMENTS check | time N\n"), 2;
  int32_t *words = documents(arguments[2]);
  vocabulary = words[0];
  if (vocabulary > MOST_TOKENS) return fprintf(stderr, "too many tokens\n"), 2;
  FILE *file = fopen(arguments[1], "rb");
  if (!file) return perror(arguments[1]), 1;
#define READ(name, n) if (fread(ROWS(w.name), 8, n, file) != (size_t)(n)) return fprintf(stderr, "too few parameters\n"), 1;
  PARTS(READ)
  fclose(file);
  int check = strcmp(arguments[3], "check") == 0;
  int passes = check ? 1 : atoi(arguments[4]);
  double step = 0;
  for (int pass = 0; pass < passes; pass++) {
    double start = now();
    const int32_t *at = words + 2;
    for (int d = 0; d < words[1]; d++) {
      int n = at[0] - 1;
      double loss = forward(n, at + 1);
      backward(n, at + 1);
      if (check) {
        fwrite(&loss, 8, 1, stdout);
#define WRITE(name, n) fwrite(ROWS(g.name), 8, n, stdout);
        PARTS(WRITE)
      } else {
        adam(++step);
      }
      at += 1 + at[0];
    }
    if (!check) printf("%.1f\n", (now() - start) / words[1]);
  }
  return 0;
}
