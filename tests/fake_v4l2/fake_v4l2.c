/* A camera for machines that have none: an LD_PRELOAD library that answers, for
 * one device node, the calls by which the crate v4l (and so nokhwa) speaks to
 * Video4Linux. The node's descriptor is an eventfd, so that it can be polled;
 * the buffers are a memfd, so that they can be mapped.
 *
 * Environment:
 *   FAKE_V4L2_NODE     the node, such as /dev/video0 (the default)
 *   FAKE_V4L2_MODES    "MJPG 640 480 30;YUYV 1280 720 10": what it offers
 *   FAKE_V4L2_CONTROL  a file that says what it does now (required); read again
 *                      before each frame and each opening. One word and its
 *                      arguments a line:
 *     identity BUS|NAME   what it is (asked when it is opened)
 *     play DIR            sends the files of DIR in the order of their names,
 *                         again and again: .jpg for MJPG, .yuyv for YUYV
 *     once SERIAL DIR     sends those of DIR once, whenever SERIAL changes
 *     black COUNT         the first COUNT frames after starting are black
 *                         (YUYV) or the file black.jpg beside the control file
 *     stall               sends nothing, but stays there
 *     freeze SERIAL       sends nothing until it is opened again, whenever SERIAL
 *                         changes
 *     pad BYTES           its pictures are this much longer than their pixels
 *     unplugged           is gone
 *     busy                another program has it
 *     clock SECONDS       the wall clock reads this much too much from now on
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#define MAX_MODES 8
#define MAX_BUFFERS 8
#define MAX_FILES 4096

struct mode {
    uint32_t fourcc, width, height, fps;
};

struct control {
    char bus[32], card[32];
    char play[1024], once[1024];
    long once_serial, freeze_serial;
    int black, pad, stall, unplugged, busy;
    long clock;
};

struct clip {
    char directory[1024];
    char *names[MAX_FILES];
    int count, next;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct mode modes[MAX_MODES];
static int mode_count;
static struct mode current;
/* The device as opened; -1 when it is not. */
static int event_fd = -1, memory_fd = -1;
/* A duplicate of the device's descriptor; -1 when there is none. */
static int copy_fd = -1;
static char *memory;
static uint32_t buffer_count, buffer_size;
static int queued[MAX_BUFFERS];
static int queue_length;
static struct v4l2_buffer done[MAX_BUFFERS];
static int done_length;
static int streaming, gone;
/* What the wall clock reads too much, in seconds. */
static long clock_off;
/* Counts openings of the stream: a thread that sees another number ends. */
static unsigned stream_number;

static long (*real_syscall)(long, ...);
static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_fcntl)(int, int, ...);
static int (*real_ioctl)(int, unsigned long, ...);
static ssize_t (*real_readlink)(const char *, char *, size_t);
static DIR *(*real_opendir)(const char *);
static struct dirent64 *(*real_readdir64)(DIR *);
static int (*real_closedir)(DIR *);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

static const char *node(void) {
    const char *path = getenv("FAKE_V4L2_NODE");
    return path ? path : "/dev/video0";
}

static uint32_t frame_bytes(void) {
    return current.width * current.height * 2;
}

static void read_modes(void) {
    const char *text = getenv("FAKE_V4L2_MODES");
    if (!text) text = "YUYV 640 480 30";
    while (mode_count < MAX_MODES && *text) {
        char fourcc[5];
        struct mode mode;
        if (sscanf(text, " %4s %u %u %u", fourcc, &mode.width, &mode.height, &mode.fps) != 4) break;
        mode.fourcc = v4l2_fourcc(fourcc[0], fourcc[1], fourcc[2], fourcc[3]);
        modes[mode_count++] = mode;
        text = strchr(text, ';');
        if (!text) break;
        text++;
    }
    current = modes[0];
}

__attribute__((constructor)) static void start(void) {
    real_syscall = dlsym(RTLD_NEXT, "syscall");
    real_open = dlsym(RTLD_NEXT, "open64");
    real_close = dlsym(RTLD_NEXT, "close");
    real_fcntl = dlsym(RTLD_NEXT, "fcntl");
    real_ioctl = dlsym(RTLD_NEXT, "ioctl");
    real_readlink = dlsym(RTLD_NEXT, "readlink");
    real_opendir = dlsym(RTLD_NEXT, "opendir");
    real_readdir64 = dlsym(RTLD_NEXT, "readdir64");
    real_closedir = dlsym(RTLD_NEXT, "closedir");
    real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    read_modes();
}

static struct control read_control(void) {
    struct control control = {.bus = "usb-0000:00:14.0-1", .card = "Fake Camera"};
    const char *path = getenv("FAKE_V4L2_CONTROL");
    FILE *file = path ? fopen(path, "re") : NULL;
    char line[2048];
    while (file && fgets(line, sizeof line, file)) {
        line[strcspn(line, "\n")] = 0;
        sscanf(line, "identity %31[^|]|%31[^\n]", control.bus, control.card);
        sscanf(line, "play %1023[^\n]", control.play);
        sscanf(line, "once %ld %1023[^\n]", &control.once_serial, control.once);
        sscanf(line, "black %d", &control.black);
        sscanf(line, "pad %d", &control.pad);
        sscanf(line, "freeze %ld", &control.freeze_serial);
        sscanf(line, "clock %ld", &control.clock);
        if (!strcmp(line, "stall")) control.stall = 1;
        if (!strcmp(line, "unplugged")) control.unplugged = 1;
        if (!strcmp(line, "busy")) control.busy = 1;
    }
    if (file) fclose(file);
    return control;
}

/* ---- the frames ---- */

static int by_name(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void open_clip(struct clip *clip, const char *directory) {
    const char *ending = current.fourcc == V4L2_PIX_FMT_MJPEG ? ".jpg" : ".yuyv";
    for (int i = 0; i < clip->count; i++) free(clip->names[i]);
    memset(clip, 0, sizeof *clip);
    snprintf(clip->directory, sizeof clip->directory, "%s", directory);
    DIR *entries = real_opendir(directory);
    struct dirent64 *entry;
    while (entries && clip->count < MAX_FILES && (entry = real_readdir64(entries))) {
        size_t length = strlen(entry->d_name), tail = strlen(ending);
        if (length > tail && !strcmp(entry->d_name + length - tail, ending))
            clip->names[clip->count++] = strdup(entry->d_name);
    }
    if (entries) real_closedir(entries);
    qsort(clip->names, clip->count, sizeof *clip->names, by_name);
}

static uint32_t read_frame(const char *directory, const char *name, char *into) {
    char path[2200];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    int file = real_open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = file < 0 ? 0 : read(file, into, buffer_size);
    if (file >= 0) real_close(file);
    return length < 0 ? 0 : (uint32_t)length;
}

static uint32_t black_frame(char *into) {
    if (current.fourcc == V4L2_PIX_FMT_MJPEG) {
        char directory[1024];
        snprintf(directory, sizeof directory, "%s", getenv("FAKE_V4L2_CONTROL"));
        char *slash = strrchr(directory, '/');
        if (slash) *slash = 0;
        return read_frame(directory, "black.jpg", into);
    }
    for (uint32_t at = 0; at + 1 < frame_bytes(); at += 2) into[at] = 16, into[at + 1] = (char)128;
    return frame_bytes();
}

/* Sends frames at the mode's rate until its stream is over. */
static void *send_frames(void *number) {
    struct clip playing = {0}, once = {0};
    long serial = 0, freeze_serial = read_control().freeze_serial;
    int sent = 0;
    uint32_t sequence = 0;
    struct timespec due;
    clock_gettime(CLOCK_MONOTONIC, &due);
    for (;;) {
        due.tv_nsec += 1000000000L / current.fps;
        if (due.tv_nsec >= 1000000000L) due.tv_nsec -= 1000000000L, due.tv_sec++;
        clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &due, NULL);
        struct control control = read_control();
        __atomic_store_n(&clock_off, control.clock, __ATOMIC_RELAXED);
        pthread_mutex_lock(&lock);
        if ((uintptr_t)number != stream_number) {
            pthread_mutex_unlock(&lock);
            break;
        }
        if (control.unplugged) {
            gone = 1;
            eventfd_write(event_fd, 1);
            pthread_mutex_unlock(&lock);
            break;
        }
        sequence++;
        int silent = control.stall || control.freeze_serial != freeze_serial;
        if (!silent && queue_length > 0) {
            if (strcmp(playing.directory, control.play)) open_clip(&playing, control.play);
            if (control.once_serial != serial) {
                serial = control.once_serial;
                open_clip(&once, control.once);
            }
            int index = queued[0];
            char *into = memory + (size_t)index * buffer_size;
            uint32_t length = 0;
            if (sent < control.black) {
                length = black_frame(into);
            } else if (once.next < once.count) {
                length = read_frame(once.directory, once.names[once.next++], into);
            } else if (playing.count > 0) {
                length = read_frame(playing.directory, playing.names[playing.next], into);
                playing.next = (playing.next + 1) % playing.count;
            }
            if (length > 0) {
                sent++;
                memmove(queued, queued + 1, --queue_length * sizeof *queued);
                struct v4l2_buffer *buffer = &done[done_length++];
                memset(buffer, 0, sizeof *buffer);
                buffer->index = index;
                buffer->type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
                buffer->memory = V4L2_MEMORY_MMAP;
                buffer->bytesused = length;
                buffer->length = buffer_size;
                buffer->sequence = sequence;
                struct timespec now;
                clock_gettime(CLOCK_MONOTONIC, &now);
                buffer->timestamp.tv_sec = now.tv_sec;
                buffer->timestamp.tv_usec = now.tv_nsec / 1000;
                eventfd_write(event_fd, 1);
            }
        }
        pthread_mutex_unlock(&lock);
    }
    for (int i = 0; i < playing.count; i++) free(playing.names[i]);
    for (int i = 0; i < once.count; i++) free(once.names[i]);
    return NULL;
}

/* ---- the ioctls, called with the lock held; an error number or 0 ---- */

static void stop_stream(void) {
    uint64_t ignored;
    streaming = 0;
    stream_number++;
    queue_length = done_length = 0;
    while (read(event_fd, &ignored, sizeof ignored) > 0) {
    }
}

/* Ends the stream, and the waiting of whoever waits for a picture of it. */
static void interrupt_stream(void) {
    int waiting = streaming;
    stop_stream();
    if (waiting) eventfd_write(event_fd, 1);
}

static void fill_format(struct v4l2_format *format) {
    struct v4l2_pix_format *pix = &format->fmt.pix;
    memset(pix, 0, sizeof *pix);
    pix->width = current.width;
    pix->height = current.height;
    pix->pixelformat = current.fourcc;
    pix->field = V4L2_FIELD_NONE;
    pix->bytesperline = current.fourcc == V4L2_PIX_FMT_YUYV ? current.width * 2 : 0;
    pix->sizeimage = frame_bytes();
    pix->colorspace = V4L2_COLORSPACE_SRGB;
}

static int set_format(struct v4l2_format *format) {
    if (buffer_count > 0) return EBUSY;
    for (int i = 0; i < mode_count; i++) {
        if (modes[i].fourcc == format->fmt.pix.pixelformat &&
            modes[i].width == format->fmt.pix.width &&
            modes[i].height == format->fmt.pix.height) {
            current = modes[i];
            break;
        }
    }
    /* As drivers do, an unknown one leaves the format and says so. */
    fill_format(format);
    return 0;
}

static int set_rate(struct v4l2_streamparm *parameters) {
    struct v4l2_fract *interval = &parameters->parm.capture.timeperframe;
    for (int i = 0; i < mode_count; i++) {
        if (modes[i].fourcc == current.fourcc && modes[i].width == current.width &&
            modes[i].height == current.height &&
            modes[i].fps * interval->numerator == interval->denominator)
            current = modes[i];
    }
    interval->numerator = 1;
    interval->denominator = current.fps;
    return 0;
}

/* The nth thing among the modes that is new by `same`. */
static const struct mode *nth(uint32_t wanted, int (*same)(const struct mode *, const struct mode *),
                              int (*fits)(const struct mode *, const void *), const void *with) {
    for (int i = 0; i < mode_count; i++) {
        int new = fits(&modes[i], with);
        for (int j = 0; j < i; j++)
            if (fits(&modes[j], with) && same(&modes[i], &modes[j])) new = 0;
        if (new && wanted-- == 0) return &modes[i];
    }
    return NULL;
}

static int same_fourcc(const struct mode *a, const struct mode *b) {
    return a->fourcc == b->fourcc;
}

static int same_size(const struct mode *a, const struct mode *b) {
    return a->width == b->width && a->height == b->height;
}

static int same_rate(const struct mode *a, const struct mode *b) {
    return a->fps == b->fps;
}

static int any(const struct mode *mode, const void *with) {
    (void)mode, (void)with;
    return 1;
}

static int of_fourcc(const struct mode *mode, const void *fourcc) {
    return mode->fourcc == *(const uint32_t *)fourcc;
}

static int of_size(const struct mode *mode, const void *with) {
    const struct v4l2_frmivalenum *asked = with;
    return mode->fourcc == asked->pixel_format && mode->width == asked->width &&
           mode->height == asked->height;
}

static int enum_format(struct v4l2_fmtdesc *asked) {
    const struct mode *mode = nth(asked->index, same_fourcc, any, NULL);
    if (!mode) return EINVAL;
    asked->pixelformat = mode->fourcc;
    snprintf((char *)asked->description, sizeof asked->description, "%.4s", (const char *)&mode->fourcc);
    return 0;
}

static int enum_size(struct v4l2_frmsizeenum *asked) {
    const struct mode *mode = nth(asked->index, same_size, of_fourcc, &asked->pixel_format);
    if (!mode) return EINVAL;
    asked->type = V4L2_FRMSIZE_TYPE_DISCRETE;
    asked->discrete.width = mode->width;
    asked->discrete.height = mode->height;
    return 0;
}

static int enum_interval(struct v4l2_frmivalenum *asked) {
    const struct mode *mode = nth(asked->index, same_rate, of_size, asked);
    if (!mode) return EINVAL;
    asked->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    asked->discrete.numerator = 1;
    asked->discrete.denominator = mode->fps;
    return 0;
}

static int query_capability(struct v4l2_capability *capability) {
    struct control control = read_control();
    memset(capability, 0, sizeof *capability);
    memcpy(capability->driver, "fake", 5);
    memcpy(capability->card, control.card, sizeof control.card);
    memcpy(capability->bus_info, control.bus, sizeof control.bus);
    capability->version = 6 << 16 | 1 << 8;
    capability->device_caps = V4L2_CAP_VIDEO_CAPTURE | V4L2_CAP_STREAMING;
    capability->capabilities = capability->device_caps | V4L2_CAP_DEVICE_CAPS;
    return 0;
}

static int request_buffers(struct v4l2_requestbuffers *asked) {
    if (streaming) return EBUSY;
    if (memory) munmap(memory, (size_t)buffer_count * buffer_size);
    memory = NULL;
    if (asked->count > MAX_BUFFERS) asked->count = MAX_BUFFERS;
    buffer_count = asked->count;
    buffer_size = (frame_bytes() + (uint32_t)read_control().pad + 4095) / 4096 * 4096;
    if (buffer_count == 0) return 0;
    size_t size = (size_t)buffer_count * buffer_size;
    if (ftruncate(memory_fd, (off_t)size)) return errno;
    /* The real one: what this library defines is for the program. */
    void *mapped = (void *)real_syscall(SYS_mmap, NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, memory_fd, 0);
    if (mapped == MAP_FAILED) return errno;
    memory = mapped;
    return 0;
}

static int query_buffer(struct v4l2_buffer *buffer) {
    if (buffer->index >= buffer_count) return EINVAL;
    buffer->length = buffer_size;
    buffer->m.offset = buffer->index * buffer_size;
    return 0;
}

static int queue_buffer(const struct v4l2_buffer *buffer) {
    if (buffer->index >= buffer_count || queue_length == MAX_BUFFERS) return EINVAL;
    queued[queue_length++] = (int)buffer->index;
    return 0;
}

static int dequeue_buffer(struct v4l2_buffer *buffer) {
    uint64_t one;
    if (!streaming) return EINVAL;
    if (done_length == 0) return EAGAIN;
    if (read(event_fd, &one, sizeof one) < 0) return errno;
    *buffer = done[0];
    memmove(done, done + 1, --done_length * sizeof *done);
    return 0;
}

static int stream_on(void) {
    if (streaming) return 0;
    pthread_t thread;
    streaming = 1;
    stream_number++;
    if (pthread_create(&thread, NULL, send_frames, (void *)(uintptr_t)stream_number)) return ENOMEM;
    return pthread_detach(thread);
}

static int answer(unsigned long request, void *argument) {
    if (gone) return ENODEV;
    switch (request) {
    case VIDIOC_QUERYCAP: return query_capability(argument);
    case VIDIOC_ENUM_FMT: return enum_format(argument);
    case VIDIOC_ENUM_FRAMESIZES: return enum_size(argument);
    case VIDIOC_ENUM_FRAMEINTERVALS: return enum_interval(argument);
    case VIDIOC_G_FMT: return fill_format(argument), 0;
    case VIDIOC_S_FMT: return set_format(argument);
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM: {
        struct v4l2_streamparm *parameters = argument;
        if (request == VIDIOC_S_PARM) return set_rate(parameters);
        memset(&parameters->parm, 0, sizeof parameters->parm);
        parameters->parm.capture.capability = V4L2_CAP_TIMEPERFRAME;
        parameters->parm.capture.timeperframe.numerator = 1;
        parameters->parm.capture.timeperframe.denominator = current.fps;
        return 0;
    }
    case VIDIOC_REQBUFS: return request_buffers(argument);
    case VIDIOC_QUERYBUF: return query_buffer(argument);
    case VIDIOC_QBUF: return queue_buffer(argument);
    case VIDIOC_DQBUF: return dequeue_buffer(argument);
    case VIDIOC_STREAMON: return stream_on();
    case VIDIOC_STREAMOFF: return interrupt_stream(), 0;
    /* No controls. */
    case VIDIOC_QUERY_EXT_CTRL: return EINVAL;
    default: return ENOTTY;
    }
}

/* ---- what is interposed ---- */

static int open_device(void) {
    struct control control = read_control();
    pthread_mutex_lock(&lock);
    int wrong = control.unplugged ? ENOENT : control.busy || event_fd >= 0 ? EBUSY : 0;
    if (!wrong) {
        event_fd = eventfd(0, EFD_SEMAPHORE | EFD_NONBLOCK | EFD_CLOEXEC);
        memory_fd = memfd_create("fake_v4l2", MFD_CLOEXEC);
        gone = streaming = 0;
        buffer_count = 0;
    }
    int opened = event_fd;
    pthread_mutex_unlock(&lock);
    if (!wrong) return opened;
    errno = wrong;
    return -1;
}

static int open_path(const char *path, int flags, mode_t mode) {
    return strcmp(path, node()) ? real_open(path, flags, mode) : open_device();
}

#define OPEN(name)                                              \
    int name(const char *path, int flags, ...) {                \
        va_list rest;                                           \
        va_start(rest, flags);                                  \
        mode_t mode = va_arg(rest, mode_t);                     \
        va_end(rest);                                           \
        return open_path(path, flags, mode);                    \
    }
OPEN(open)
OPEN(open64)

int close(int fd) {
    if (fd >= 0 && fd == copy_fd) copy_fd = -1;
    if (fd >= 0 && fd == event_fd) {
        pthread_mutex_lock(&lock);
        stop_stream();
        if (memory) munmap(memory, (size_t)buffer_count * buffer_size);
        memory = NULL;
        real_close(memory_fd);
        event_fd = memory_fd = -1;
        pthread_mutex_unlock(&lock);
    }
    return real_close(fd);
}

/* A duplicate of the device's descriptor is asked what the device is asked. */
int fcntl(int fd, int command, ...) {
    va_list rest;
    va_start(rest, command);
    long argument = va_arg(rest, long);
    va_end(rest);
    if (!real_fcntl) real_fcntl = dlsym(RTLD_NEXT, "fcntl");
    int result = real_fcntl(fd, command, argument);
    if (result >= 0 && fd == event_fd && command == F_DUPFD_CLOEXEC) copy_fd = result;
    return result;
}

int ioctl(int fd, unsigned long request, ...) {
    va_list rest;
    va_start(rest, request);
    void *argument = va_arg(rest, void *);
    va_end(rest);
    if (!real_ioctl) real_ioctl = dlsym(RTLD_NEXT, "ioctl");
    if (fd < 0 || fd != copy_fd) return real_ioctl(fd, request, argument);
    pthread_mutex_lock(&lock);
    int wrong = answer(request, argument);
    pthread_mutex_unlock(&lock);
    if (!wrong) return 0;
    errno = wrong;
    return -1;
}

long syscall(long number, ...) {
    va_list rest;
    long a[6];
    va_start(rest, number);
    for (int i = 0; i < 6; i++) a[i] = va_arg(rest, long);
    va_end(rest);
    if (number != SYS_ioctl || (int)a[0] < 0 || (int)a[0] != event_fd)
        return real_syscall(number, a[0], a[1], a[2], a[3], a[4], a[5]);
    pthread_mutex_lock(&lock);
    int wrong = answer((unsigned long)a[1], (void *)a[2]);
    pthread_mutex_unlock(&lock);
    if (!wrong) return 0;
    errno = wrong;
    return -1;
}

void *mmap(void *at, size_t length, int protection, int flags, int fd, off_t offset) {
    if (fd >= 0 && fd == event_fd) fd = memory_fd;
    if (!real_syscall) real_syscall = dlsym(RTLD_NEXT, "syscall");
    return (void *)real_syscall(SYS_mmap, at, length, protection, flags, fd, offset);
}

/* /proc/self/fd/N leads to the node. */
ssize_t readlink(const char *path, char *into, size_t size) {
    int fd;
    if (event_fd >= 0 && sscanf(path, "/proc/self/fd/%d", &fd) == 1 && fd == event_fd) {
        size_t length = strlen(node());
        if (length > size) length = size;
        memcpy(into, node(), length);
        return (ssize_t)length;
    }
    return real_readlink(path, into, size);
}

/* Listing /dev shows the node first, while it is plugged in. */
static DIR *dev;
static int listed;
static struct dirent64 node_entry;

DIR *opendir(const char *path) {
    DIR *opened = real_opendir(path);
    if (opened && (!strcmp(path, "/dev") || !strcmp(path, "/dev/"))) {
        pthread_mutex_lock(&lock);
        dev = opened;
        listed = read_control().unplugged;
        pthread_mutex_unlock(&lock);
    }
    return opened;
}

struct dirent64 *readdir64(DIR *directory) {
    if (directory == dev && !listed) {
        listed = 1;
        memset(&node_entry, 0, sizeof node_entry);
        node_entry.d_ino = 1;
        node_entry.d_type = DT_CHR;
        node_entry.d_reclen = sizeof node_entry;
        snprintf(node_entry.d_name, sizeof node_entry.d_name, "%s", node() + strlen("/dev/"));
        return &node_entry;
    }
    return real_readdir64(directory);
}

int closedir(DIR *directory) {
    if (directory == dev) dev = NULL;
    return real_closedir(directory);
}

/* ---- the wall clock ---- */

int clock_gettime(clockid_t clock, struct timespec *time) {
    if (!real_clock_gettime) real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
    int result = real_clock_gettime(clock, time);
    if (!result && clock == CLOCK_REALTIME) time->tv_sec += __atomic_load_n(&clock_off, __ATOMIC_RELAXED);
    return result;
}
